package io.winnow.schemas.topic;

import java.util.List;

/**
 * What creating the topics did, as topic names in the order of the catalogue.
 *
 * @param created did not exist
 * @param existing existed already
 * @param mended the existing ones that had a wrong setting, which is now right
 */
public record TopicCreation(List<String> created, List<String> existing, List<String> mended) {}
