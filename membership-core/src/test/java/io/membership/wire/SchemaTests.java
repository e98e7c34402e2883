package io.membership.wire;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static io.membership.wire.Field.i32;
import static io.membership.wire.Field.text;
import static io.membership.wire.Field.u16;
import static io.membership.wire.Field.u8;
import static io.membership.wire.Field.value;
import static io.membership.wire.Form.list;
import static io.membership.wire.Form.nilIfEmpty;
import static io.membership.wire.Form.nullable;
import static io.membership.wire.Schema.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SchemaTests {

	private static final Schema<Point> POINT = schema(Point::new, u8("Y", Point::y), i32("X", Point::x));

	private static final Schema<Place> PLACE = schema(Place::new, text("b", Place::name).omitEmpty(),
			u16("a", Place::number).omitEmpty(), value("B", nullable(POINT), Place::point),
			value("c", nilIfEmpty(list(POINT)), Place::others));

	@Test
	void fieldsAreWrittenInTheByteOrderOfTheirNames() {
		assertThat(written(POINT, new Point(1, 2))).isEqualTo("82" + "a158" + "02" + "a159" + "01");
		assertThat(written(PLACE, new Place("n", 7, new Point(1, 2), List.of())))
			.isEqualTo("84" + "a142" + "82a15802a15901" + "a161" + "07" + "a162" + "a16e" + "a163" + "c0");
	}

	@Test
	void anOptionalFieldIsLeftOutWhenItIsEmptyAndNoOther() {
		assertThat(written(PLACE, new Place("", 0, null, List.of()))).isEqualTo("82" + "a142c0" + "a163c0");
		assertThat(written(POINT, new Point(0, 0))).isEqualTo("82" + "a15800" + "a15900");
	}

	@Test
	void whatIsWrittenIsRead() throws WireException {
		for (Place place : List.of(new Place("n", 7, new Point(1, -2), List.of(new Point(3, 4), new Point(5, 6))),
				new Place("", 0, null, List.of()))) {
			assertThat(read(PLACE, written(PLACE, place))).isEqualTo(place);
		}
	}

	@Test
	void anArrayHasTheFieldsInTheOrderOfDeclaration() throws WireException {
		assertThat(read(PLACE, "94" + "a16e" + "07" + "920102" + "9193030405"))
			.isEqualTo(new Place("n", 7, new Point(1, 2), List.of(new Point(3, 4))));
	}

	@Test
	void aFieldIsFoundWhereverItIsInAMap() throws WireException {
		assertThat(read(POINT, "83" + "a159" + "01" + "a15a" + "c3" + "a158" + "02")).isEqualTo(new Point(1, 2));
	}

	@Test
	void structsThatFollowEachOtherShareNoValues() throws WireException {
		Form<List<Point>> points = list(POINT);
		assertThat(read(points, "93" + "920102" + "80" + "81a15807")).containsExactly(new Point(1, 2), new Point(0, 0),
				new Point(0, 7));
	}

	@Test
	void aNumberThatDoesNotFitIsRefusedByItsName() {
		assertThatIllegalArgumentException().isThrownBy(() -> written(POINT, new Point(256, 0)))
			.withMessage("Y 256 is not between 0 and 255");
	}

	@Test
	void aNameIsShort() {
		assertThatIllegalArgumentException().isThrownBy(() -> u8("n".repeat(32), Point::x));
	}

	private static <V> String written(Form<V> form, V value) {
		return HexFormat.of().formatHex(MsgpackWriter.forPacket(0).value(form, value).toByteArray()).substring(2);
	}

	private static <V> V read(Form<V> form, String hex) throws WireException {
		byte[] bytes = HexFormat.of().parseHex(hex);
		return new MsgpackReader(bytes, 0, bytes.length).read(form);
	}

	record Point(int y, int x) {
	}

	record Place(String name, int number, Point point, List<Point> others) {
	}

}
