/** Commands that list, show and send again the records that nobody could use. */
package io.winnow.cli.deadletter;
