/** Chooses a query set from the head of a ranking: memory, constraints, resampling. */
package io.winnow.selection.query;
