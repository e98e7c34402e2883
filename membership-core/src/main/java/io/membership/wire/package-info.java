/**
 * Wire formats: encodes records to bytes and decodes them. For memberlist: messages in
 * its msgpack dialect, compound packets, LZW compression, AES-GCM encryption, CRC,
 * labels, stream frames. For Serf, inside memberlist's: messages, tags and coordinates.
 * Independent of the protocol's state.
 */
@NullMarked
package io.membership.wire;

import org.jspecify.annotations.NullMarked;
