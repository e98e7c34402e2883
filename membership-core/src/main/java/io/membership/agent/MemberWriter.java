package io.membership.agent;

import java.util.List;

import io.membership.cluster.ClusterMember;

/** Writes members in the format of the RPC protocol. */
final class MemberWriter {

	private MemberWriter() {
	}

	/** Writes a list of members. */
	static IpcWriter write(IpcWriter out, List<ClusterMember> members) {
		out.array(members.size());
		members.forEach((member) -> write(out, member));
		return out;
	}

	private static void write(IpcWriter out, ClusterMember member) {
		out.map(11);
		out.key("Addr").bytes(member.address().getAddress().getAddress());
		out.key("DelegateCur").unsigned(member.versions().delegateCurrent());
		out.key("DelegateMax").unsigned(member.versions().delegateMax());
		out.key("DelegateMin").unsigned(member.versions().delegateMin());
		out.key("Name").text(member.name());
		out.key("Port").unsigned(member.address().getPort());
		out.key("ProtocolCur").unsigned(member.versions().protocolCurrent());
		out.key("ProtocolMax").unsigned(member.versions().protocolMax());
		out.key("ProtocolMin").unsigned(member.versions().protocolMin());
		out.key("Status").text(member.state().text());
		out.key("Tags").texts(member.tags());
	}

}
