/** How a pool's rounds are run. */
package io.winnow.selection.policy;
