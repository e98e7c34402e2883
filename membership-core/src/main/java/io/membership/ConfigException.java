package io.membership;

/**
 * Thrown for an invalid setting. The message names the setting and its value and gives
 * the remedy.
 */
public class ConfigException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String setting;

	private final String problem;

	private final String action;

	/**
	 * Creates the exception.
	 * @param setting the setting, in dotted lower-case form, for example {@code
	 * probe.timeout}
	 * @param problem the problem, naming the value (never a secret)
	 * @param action the remedy
	 */
	public ConfigException(String setting, String problem, String action) {
		super("Invalid " + setting + ": " + problem + " " + action);
		this.setting = setting;
		this.problem = problem;
		this.action = action;
	}

	/**
	 * Returns the invalid setting.
	 * @return dotted lower-case name, without prefix
	 */
	public String setting() {
		return this.setting;
	}

	/**
	 * Returns the problem with the value, without the setting and the action.
	 * @return a sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * Returns the remedy.
	 * @return a sentence
	 */
	public String action() {
		return this.action;
	}

}
