/**
 * Where encoded images come from: inline bytes, files below a root, allowed web hosts, allowed S3
 * buckets.
 */
package io.winnow.descriptor.source;
