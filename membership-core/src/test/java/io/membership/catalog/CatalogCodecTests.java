package io.membership.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.membership.wire.WireException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The bytes of the catalog, and what becomes of updates in any order. */
class CatalogCodecTests {

	private static final CatalogConfig.Limits LIMITS = CatalogConfig.Limits.DEFAULT;

	@Test
	void anUpdateIsReadAsItWasWritten() throws WireException {
		OwnerRecord record = new OwnerRecord("ownér", 77);
		put(record, "a", 1);
		put(record, "b", 2);
		put(record, "a", 3);
		OwnerUpdate read = OwnerUpdate.decode(OwnerUpdate.encode(List.of(record.whole())), LIMITS).get(0);
		assertThat(read.owner()).isEqualTo("ownér");
		assertThat(read.epoch()).isEqualTo(77);
		assertThat(read.sequence()).isEqualTo(3);
		assertThat(read.manifest()).containsExactly(2, 3);
		assertThat(read.isWhole()).isTrue();
		assertThat(read.entries()).extracting((stored) -> stored.entry().service().port()).containsExactly(2, 3);
	}

	@Test
	void aHealthOfALaterVersionMustNotBeTakenForGood() throws WireException {
		byte[] encoded = EntryCodec.encode(new ServiceEntry(ServiceDefinition.of("a", 1), HealthStatus.PASSING));
		encoded[1 + 1 + 1 + 1 + 1 + 1] = 9;
		assertThat(EntryCodec.decode(encoded).health()).isEqualTo(HealthStatus.CRITICAL);
	}

	@Test
	void whatIsOverALimitIsRefused() {
		OwnerRecord record = new OwnerRecord("owner", 1);
		for (int i = 0; i < 3; i++) {
			put(record, "s" + i, i);
		}
		byte[] encoded = OwnerUpdate.encode(List.of(record.whole()));
		for (CatalogConfig.Limits limits : List.of(new CatalogConfig.Limits(2, 1000, 1000),
				new CatalogConfig.Limits(9, 5, 1000), new CatalogConfig.Limits(9, 20, 20))) {
			assertThatExceptionOfType(WireException.class).isThrownBy(() -> OwnerUpdate.decode(encoded, limits))
				.withMessageContaining("limit");
		}
	}

	@Property(tries = 1000)
	void noBytesDoWorseThanBeRefused(@ForAll byte[] body) {
		byte[] bytes = body.clone();
		if (bytes.length > 0) {
			bytes[0] = 1;
		}
		try {
			OwnerUpdate.decode(bytes, LIMITS);
			EntryCodec.decode(body);
		}
		catch (WireException ex) {
			assertThat(ex.getMessage()).isNotEmpty();
		}
	}

	@Property(tries = 300)
	void updatesInAnyOrderAndAnyNumberEndInWhatTheOwnerHas(@ForAll long seed) throws WireException {
		Random random = new Random(seed);
		List<OwnerUpdate> told = new ArrayList<>();
		OwnerRecord owner = new OwnerRecord("owner", 5);
		for (int i = 0; i < 30; i++) {
			String id = "s" + random.nextInt(5);
			if (random.nextInt(3) == 0 && owner.find(id) != null) {
				told.add(owner.remove(id));
			}
			else {
				told.add(put(owner, id, i));
			}
			if (random.nextInt(10) == 0) {
				owner.outbid(owner.epoch());
				told.add(owner.whole());
			}
			if (random.nextInt(4) == 0) {
				told.add(owner.whole());
			}
		}
		List<OwnerUpdate> arriving = new ArrayList<>(told);
		arriving.addAll(told.subList(0, random.nextInt(told.size())));
		Collections.shuffle(arriving, random);
		OwnerRecord reader = new OwnerRecord("owner", -1);
		for (OwnerUpdate update : arriving) {
			if (random.nextInt(3) > 0) {
				merge(reader, update);
				assertThat(reader.isComplete() && reader.sequence() == owner.sequence()
						&& reader.epoch() == owner.epoch() && !holds(reader).equals(holds(owner)))
					.as("claims to be complete and is not")
					.isFalse();
			}
		}
		OwnerUpdate missing = owner.since(reader.epoch(), reader.complete());
		if (missing != null) {
			merge(reader, missing);
		}
		assertThat(holds(reader)).isEqualTo(holds(owner));
		assertThat(reader.complete()).isEqualTo(owner.sequence());
		assertThat(owner.since(reader.epoch(), reader.complete())).isNull();
		assertThat(reader.since(owner.epoch(), owner.complete())).isNull();
	}

	private static void merge(OwnerRecord record, OwnerUpdate update) throws WireException {
		record.merge(OwnerUpdate.decode(OwnerUpdate.encode(List.of(update)), LIMITS).get(0), LIMITS.memberBytes());
	}

	private static OwnerUpdate put(OwnerRecord record, String id, int port) {
		ServiceEntry entry = new ServiceEntry(ServiceDefinition.of(id, port), HealthStatus.PASSING);
		return record.put(entry, EntryCodec.encode(entry));
	}

	private static Map<Long, ServiceEntry> holds(OwnerRecord record) {
		Map<Long, ServiceEntry> held = new TreeMap<>();
		record.entries().forEach((stored) -> held.put(stored.number(), stored.entry()));
		return held;
	}

}
