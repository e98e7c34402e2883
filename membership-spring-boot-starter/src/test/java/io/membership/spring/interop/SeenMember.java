package io.membership.spring.interop;

import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * A member as somebody sees it.
 *
 * @param name its name
 * @param address address and port
 * @param status its status, as Serf calls it
 * @param tags its tags
 */
record SeenMember(String name, String address, String status, Map<String, String> tags) {

	static SeenMember ofTool(JsonNode member) {
		return of(member, "addr");
	}

	static SeenMember ofEndpoint(JsonNode member) {
		return of(member, "address");
	}

	private static SeenMember of(JsonNode member, String address) {
		Map<String, String> tags = new TreeMap<>();
		member.path("tags").properties().forEach((tag) -> tags.put(tag.getKey(), tag.getValue().asString()));
		return new SeenMember(member.get("name").asString(), member.get(address).asString(),
				member.get("status").asString(), tags);
	}

}
