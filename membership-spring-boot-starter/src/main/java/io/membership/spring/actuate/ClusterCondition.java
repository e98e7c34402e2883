package io.membership.spring.actuate;

/** Condition of the cluster as seen from the local member. */
public enum ClusterCondition {

	/** Every known member is alive. */
	OK,
	/** Members are suspected or have failed, or the local member may itself be slow. */
	DEGRADED,
	/** No other member is present although some are expected. */
	ISOLATED,
	/** The event loop of the local member is late. */
	STALLED,
	/** The local member is not running. */
	STOPPED

}
