package io.membership.agent;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

import com.google.re2j.PatternSyntaxException;
import io.membership.SafeText;
import io.membership.cluster.ClusterMember;
import io.membership.cluster.coordinate.Coordinate;
import io.membership.wire.WireDrop;
import io.membership.wire.WireException;

/** Read-only commands. */
final class InfoCommands {

	private static final Coordinate UNKNOWN = new Coordinate(new double[0], 0, 0, 0);

	private final RpcContext context;

	InfoCommands(RpcContext context) {
		this.context = context;
	}

	CompletionStage<RpcReply> members() {
		return members(this.context.target().members());
	}

	/**
	 * Returns the members that match. As in the reference, an invalid expression ends the
	 * connection.
	 * @throws WireException if an expression is invalid
	 */
	CompletionStage<RpcReply> membersFiltered(IpcFields body) throws IOException {
		try {
			MemberFilter filter = new MemberFilter(body.textMap("Tags"), body.text("Status"), body.text("Name"));
			return members(filter.choose(this.context.target().members()));
		}
		catch (PatternSyntaxException ex) {
			throw new WireException(WireDrop.MALFORMED, "Failed to compile regex: " + SafeText.of(ex.getMessage()));
		}
	}

	private static CompletionStage<RpcReply> members(List<ClusterMember> members) {
		return RpcReply.of(MemberWriter.write(new IpcWriter().map(1).key("Members"), members)).now();
	}

	CompletionStage<RpcReply> coordinate(IpcFields body) throws IOException {
		Coordinate known = this.context.target().coordinate(body.text("Node")).orElse(null);
		Coordinate coordinate = (known != null) ? known : UNKNOWN;
		IpcWriter out = new IpcWriter().map(2).key("Coord").map(4);
		out.key("Adjustment").decimal(coordinate.adjustment()).key("Error").decimal(coordinate.error());
		out.key("Height").decimal(coordinate.height()).key("Vec");
		if (known == null) {
			out.nil();
		}
		else {
			out.array(known.dimensions());
			for (double component : known.vector()) {
				out.decimal(component);
			}
		}
		return RpcReply.of(out.key("Ok").bool(known != null)).now();
	}

	CompletionStage<RpcReply> stats() {
		RpcTarget target = this.context.target();
		IpcWriter out = new IpcWriter().map(5);
		out.key("agent").texts(Map.of("name", target.name()));
		out.key("event_handlers").texts(new TreeMap<>(this.context.application().eventHandlers()));
		out.key("runtime").texts(runtime());
		out.key("serf").texts(new TreeMap<>(target.stats()));
		return RpcReply.of(out.key("tags").texts(new TreeMap<>(target.tags()))).now();
	}

	/** Returns the Java counterparts of a Go program's runtime statistics. */
	private static Map<String, String> runtime() {
		String processors = Integer.toString(Runtime.getRuntime().availableProcessors());
		Map<String, String> runtime = new TreeMap<>();
		runtime.put("os", System.getProperty("os.name", "").toLowerCase(Locale.ROOT));
		runtime.put("arch", System.getProperty("os.arch", ""));
		runtime.put("version", "java" + System.getProperty("java.version", ""));
		runtime.put("max_procs", processors);
		runtime.put("cpu_count", processors);
		runtime.put("goroutines", Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount()));
		return runtime;
	}

}
