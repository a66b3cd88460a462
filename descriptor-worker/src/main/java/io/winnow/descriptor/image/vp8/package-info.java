/** VP8 key frames (RFC 6386), the pixels of lossy WebP. */
package io.winnow.descriptor.image.vp8;
