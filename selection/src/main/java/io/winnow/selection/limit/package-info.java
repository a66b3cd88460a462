/** How large what is kept and sent can become, and what is refused so that it cannot be larger. */
package io.winnow.selection.limit;
