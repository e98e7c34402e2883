package io.membership.simulation;

/** One end of a stream, as its transport sees it. */
interface StreamEnd {

	/** The transport closes, on its event loop. */
	void transportCloses();

	/** The process is gone; nothing may be called on its loop any more. */
	void hostCrashes();

}
