package io.membership.runtime;

/**
 * The reason why inbound traffic was dropped. Each layer has an enum of its reasons, so
 * that their names are a fixed set that can be counted and used as a metric tag. Reasons
 * of the same name mean the same and are counted as one.
 */
public interface DropReason {

	/**
	 * Returns the name of the reason.
	 * @return the name of the enum constant
	 */
	String name();

}
