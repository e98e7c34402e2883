package io.membership.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A member of a cluster in a separate process, with a port for gossip and one for the
 * {@code serf} tool.
 */
public abstract class MemberProcess extends ServerProcess {

	private final boolean successor;

	/** Zero until a port is reserved. */
	private int port;

	/** Zero until a port is reserved. */
	private int rpcPort;

	/**
	 * Creates a member that is not started yet.
	 * @param folder the folder of its files
	 * @param name its name
	 */
	protected MemberProcess(Path folder, String name) {
		super(folder, name);
		this.successor = false;
	}

	/**
	 * Creates a member with the name, address and files of another one.
	 * @param folder the folder of its files
	 * @param other the other member, which has ended
	 */
	protected MemberProcess(Path folder, MemberProcess other) {
		super(folder, other.name());
		this.successor = true;
		this.port = other.port();
		this.rpcPort = other.rpcPort();
	}

	/**
	 * Returns false for the successor of another member, which needs that member's ports.
	 */
	@Override
	protected boolean forgetPorts() {
		if (!this.successor) {
			this.port = 0;
			this.rpcPort = 0;
		}
		return !this.successor;
	}

	/**
	 * Returns the key of the port for the {@code serf} tool.
	 * @return the key, or empty
	 */
	protected String rpcKey() {
		return "";
	}

	/**
	 * Returns the lines of the log that report an error.
	 * @return the lines
	 */
	public abstract List<String> errors();

	/**
	 * Returns the user events that the member has recorded, each on a line as {@code name
	 * payload}.
	 * @return the text
	 */
	public abstract String receivedEvents();

	/**
	 * Returns the port for gossip.
	 * @return the port
	 */
	public final int port() {
		if (this.port == 0) {
			this.port = Ports.reserve();
		}
		return this.port;
	}

	private int rpcPort() {
		if (this.rpcPort == 0) {
			this.rpcPort = Ports.reserve();
		}
		return this.rpcPort;
	}

	/**
	 * Returns the address for other members.
	 * @return address and port
	 */
	public final String address() {
		return "127.0.0.1:" + port();
	}

	/**
	 * Returns the address for the {@code serf} tool.
	 * @return address and port
	 */
	public final String rpcAddress() {
		return "127.0.0.1:" + rpcPort();
	}

	/**
	 * Returns the {@code serf} tool, pointed at this member.
	 * @return the tool
	 */
	public final SerfTool serf() {
		return new SerfTool(rpcAddress(), rpcKey());
	}

	/**
	 * Returns the members that this member knows, by name, as the {@code serf} tool shows
	 * them.
	 * @return the members
	 */
	public final Map<String, SeenMember> members() {
		return serf().members();
	}

	/**
	 * Returns the status of a member as this member sees it.
	 * @param member the name of the member
	 * @return the status, or {@code null} if the member is unknown
	 */
	public final @Nullable String statusOf(String member) {
		SeenMember seen = members().get(member);
		return (seen != null) ? seen.status() : null;
	}

}
