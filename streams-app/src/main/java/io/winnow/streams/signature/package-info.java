/** Ed25519 signatures of manifests (docs/audit.md). */
package io.winnow.streams.signature;
