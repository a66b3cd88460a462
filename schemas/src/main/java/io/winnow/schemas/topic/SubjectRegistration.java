package io.winnow.schemas.topic;

import java.util.List;

/**
 * What registering the topics' schemas did, by subject.
 *
 * @param registered had no such schema
 * @param existing had it already
 */
public record SubjectRegistration(List<String> registered, List<String> existing) {}
