/** SHA-256 digests that a stranger can recompute with a text editor and {@code sha256sum}. */
package io.winnow.selection.digest;
