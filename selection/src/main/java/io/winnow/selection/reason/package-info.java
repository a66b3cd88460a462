/** Why a candidate was selected or dropped: codes and numbers for digests, words for display. */
package io.winnow.selection.reason;
