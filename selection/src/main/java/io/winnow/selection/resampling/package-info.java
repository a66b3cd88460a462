/** From the T'' most uncertain candidates to the T' worth labelling (algorithm 1 of the paper). */
package io.winnow.selection.resampling;
