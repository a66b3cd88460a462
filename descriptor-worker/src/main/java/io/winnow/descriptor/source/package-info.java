/** Where encoded images come from: inline bytes, files below a root, allowed web hosts. */
package io.winnow.descriptor.source;
