package io.winnow.cli.demo.report;

import io.winnow.schemas.AnnotationRequested;

/**
 * A selected image and what the oracle said.
 *
 * @param imageId the image
 * @param request the record of the annotation topic
 * @param label the oracle's class
 */
public record Query(String imageId, AnnotationRequested request, String label) {}
