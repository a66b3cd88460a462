/** From encoded bytes to pixels, within limits that hold before any pixel is decoded. */
package io.winnow.descriptor.image;
