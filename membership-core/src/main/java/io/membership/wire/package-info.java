/**
 * memberlist's wire format: bytes to records and back. Messages in its msgpack dialect,
 * compound packets, LZW compression, AES-GCM encryption, CRC, labels, stream frames. And
 * Serf's, which travels inside it: its messages, tags and coordinates. Knows nothing of
 * the protocol's state.
 */
@NullMarked
package io.membership.wire;

import org.jspecify.annotations.NullMarked;
