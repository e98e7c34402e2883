package io.membership.spring.actuate;

/** How the cluster looks from the local member. */
public enum ClusterCondition {

	/** Every known member is alive. */
	OK,
	/** Members are suspected or have failed, or the local member doubts itself. */
	DEGRADED,
	/** No other member is present although there should be some. */
	ISOLATED,
	/** The event loop of the local member is not on time. */
	STALLED,
	/** The local member does not run. */
	STOPPED

}
