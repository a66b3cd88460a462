package io.winnow.cli.demo;

import io.winnow.schemas.RoundClosed;
import java.util.List;

/**
 * What came back for a request.
 *
 * @param manifest of the round
 * @param imageIds the selected images, in the order in which they were read
 * @param seconds from the request to the last annotation record
 */
record QuerySet(RoundClosed manifest, List<String> imageIds, double seconds) {}
