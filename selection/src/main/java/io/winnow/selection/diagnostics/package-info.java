/** How well a selection covers what it was chosen from, and how much it repeats itself. */
package io.winnow.selection.diagnostics;
