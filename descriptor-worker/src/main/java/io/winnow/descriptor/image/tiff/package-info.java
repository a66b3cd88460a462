/** The directories of TIFFs and BigTIFFs, which EXIF is made of, too. */
package io.winnow.descriptor.image.tiff;
