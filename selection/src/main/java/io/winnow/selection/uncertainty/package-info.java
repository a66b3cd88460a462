/** How unsure a model is about an image, from its prediction (equations 10 to 15 of the paper). */
package io.winnow.selection.uncertainty;
