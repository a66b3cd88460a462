/** What a query set must satisfy besides being uncertain and diverse. */
package io.winnow.selection.constraint;
