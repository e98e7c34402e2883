package io.membership.testing;

import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;

/**
 * A member as reported by another member.
 *
 * @param name its name
 * @param address address and port
 * @param status its status, as Serf calls it
 * @param tags its tags
 */
public record SeenMember(String name, String address, String status, Map<String, String> tags) {

	/**
	 * Reads a member.
	 * @param member its JSON
	 * @param address the name of the field that holds the address
	 * @return the member
	 */
	public static SeenMember of(JsonNode member, String address) {
		Map<String, String> tags = new TreeMap<>();
		member.path("tags").properties().forEach((tag) -> tags.put(tag.getKey(), tag.getValue().asString()));
		return new SeenMember(member.get("name").asString(), member.get(address).asString(),
				member.get("status").asString(), tags);
	}

}
