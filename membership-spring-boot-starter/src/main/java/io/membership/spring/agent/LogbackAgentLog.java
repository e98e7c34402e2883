package io.membership.spring.agent;

import java.time.Instant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.membership.agent.AgentLog;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * Copies the lines of the application's log from Logback to an {@link AgentLog}, so that
 * {@code serf monitor} shows them, subject to the log levels.
 */
public final class LogbackAgentLog implements DisposableBean {

	private static final String NAME = "membership-agent-log";

	private final LoggerContext context;

	private final Appender appender;

	private LogbackAgentLog(LoggerContext context, AgentLog log) {
		this.context = context;
		this.appender = new Appender(log);
		this.appender.setName(NAME);
		this.appender.setContext(context);
		this.appender.start();
		root().addAppender(this.appender);
	}

	/**
	 * Starts copying, if the application logs with Logback.
	 * @param log the destination
	 * @return stops the copying
	 */
	public static DisposableBean attach(AgentLog log) {
		ILoggerFactory factory = LoggerFactory.getILoggerFactory();
		return (factory instanceof LoggerContext context) ? new LogbackAgentLog(context, log) : () -> {
		};
	}

	@Override
	public void destroy() {
		root().detachAppender(this.appender);
		this.appender.stop();
	}

	private Logger root() {
		return this.context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
	}

	private static final class Appender extends AppenderBase<ILoggingEvent> {

		private final AgentLog log;

		private Appender(AgentLog log) {
			this.log = log;
		}

		@Override
		protected void append(ILoggingEvent event) {
			this.log.append(level(event.getLevel()), event.getLoggerName(), event.getFormattedMessage(),
					Instant.ofEpochMilli(event.getTimeStamp()));
		}

		private static AgentLog.Level level(Level level) {
			return switch (level.toInt()) {
				case Level.TRACE_INT -> AgentLog.Level.TRACE;
				case Level.DEBUG_INT -> AgentLog.Level.DEBUG;
				case Level.WARN_INT -> AgentLog.Level.WARN;
				case Level.ERROR_INT -> AgentLog.Level.ERR;
				default -> AgentLog.Level.INFO;
			};
		}

	}

}
