/** Encoder files in the encoders topic: cut into pieces, put together again, checked. */
package io.winnow.descriptor.published;
