package io.membership.spring.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Server for the serf command-line tool and Serf's client libraries.
 *
 * @param enabled Whether the server listens. Any client that can connect can send events,
 * change keys and make the member leave.
 * @param address Address and port to listen on. An address that is not loopback requires
 * an authentication key.
 * @param authKey Authentication key that clients must send. It travels in plaintext, so
 * it protects only on a trusted network.
 * @param closeApplicationOnLeave Whether the application closes after a client has made
 * the member leave, as a serf agent does. Otherwise the application goes on without a
 * cluster.
 */
public record RpcProperties(@DefaultValue("false") boolean enabled, @DefaultValue("127.0.0.1:7373") String address,
		@Nullable String authKey, @DefaultValue("false") boolean closeApplicationOnLeave) {

	@Override
	public String toString() {
		return "RpcProperties[enabled=" + this.enabled + ", address=" + this.address + ", authKey="
				+ ((this.authKey != null) ? "hidden" : "none") + ", closeApplicationOnLeave="
				+ this.closeApplicationOnLeave + "]";
	}

}
