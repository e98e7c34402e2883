/**
 * Application events of the cluster. Applications listen with
 * {@link org.springframework.context.event.EventListener @EventListener} to
 * {@link io.membership.spring.event.MembershipEvent} or one of its subclasses, or to
 * {@link io.membership.spring.event.UserEvent},
 * {@link io.membership.spring.event.QueryEvent},
 * {@link io.membership.spring.event.NameConflictEvent} (Serf's protocol) or
 * {@link io.membership.spring.event.UserMessageEvent} (memberlist's protocol).
 */
@NullMarked
package io.membership.spring.event;

import org.jspecify.annotations.NullMarked;
