/**
 * Lossless WebP frames of colours in a table (RFC 9649, section 3.4): the reader of the rest takes
 * indices beyond the table for its last colour, where they mean transparent black.
 */
package io.winnow.descriptor.image.webp;
