package io.sekisho.audit;

import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// The trail as JSON lines: what is exported, and what is verified without a database.
///
/// A record has exactly one spelling. A line that says the same in other bytes is not one of ours,
/// so that there is no byte of an export that could be changed unnoticed.
public final class Lines {
  /// Where the event begins. Within the texts before it every quotation mark is escaped, so this is
  /// found nowhere else.
  private static final String EVENT = ",\"event\":";

  static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Lines() {}

  /// The line of a record, without its end.
  public static String write(Entry entry) {
    StringWriter line = new StringWriter(entry.body().length() + 512);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeNumberProperty("sequence", entry.sequence());
      json.writeStringProperty("hash", entry.hash());
      json.writeStringProperty("seal", entry.seal());
      json.writeStringProperty("at", entry.at().toString());
      json.writeStringProperty("account", entry.account());
      json.writeStringProperty("target", entry.target());
      json.writeStringProperty("action", entry.action());
      json.writeName("event");
      if (entry.body().indexOf('\n') < 0) {
        json.writeRawValue(entry.body());
      } else {
        json.writeString(entry.body()); // nobody of ours wrote that; it still is one line
      }
      json.writeEndObject();
    }
    return line.toString();
  }

  /// The record of a line; the refusal says where it stops being one.
  public static Outcome<Entry> read(String line) {
    int event = line.indexOf(EVENT);
    if (event < 0 || !line.endsWith("}")) {
      return refuse("it has no event");
    }
    String body = line.substring(event + EVENT.length(), line.length() - 1);
    try (JsonParser json =
        JSON.createParser(ObjectReadContext.empty(), line.substring(0, event) + "}")) {
      Entry entry = entry(json, body);
      return write(entry).equals(line) ? Outcome.of(entry) : refuse("it is spelled differently");
    } catch (JacksonException | DateTimeException | Unexpected e) {
      return refuse(String.valueOf(e.getMessage()));
    }
  }

  private static Entry entry(JsonParser json, String body) {
    expect(json, JsonToken.START_OBJECT);
    name(json, "sequence");
    expect(json, JsonToken.VALUE_NUMBER_INT);
    long sequence = json.getLongValue();
    String hash = text(json, "hash");
    String seal = text(json, "seal");
    Instant at = Instant.parse(text(json, "at"));
    String account = text(json, "account");
    String target = text(json, "target");
    String action = text(json, "action");
    expect(json, JsonToken.END_OBJECT);
    return new Entry(sequence, at, account, target, action, body, hash, seal);
  }

  private static String text(JsonParser json, String name) {
    name(json, name);
    expect(json, JsonToken.VALUE_STRING);
    return json.getString();
  }

  private static void name(JsonParser json, String name) {
    expect(json, JsonToken.PROPERTY_NAME);
    if (!json.currentName().equals(name)) {
      throw new Unexpected("it has no " + name);
    }
  }

  private static void expect(JsonParser json, JsonToken token) {
    if (json.nextToken() != token) {
      throw new Unexpected("something else stands where " + token + " should");
    }
  }

  private static <T> Outcome<T> refuse(String why) {
    return Outcome.refuse(Problem.of(Code.INVALID_VALUE, "The line is no record: " + why + "."));
  }

  /// Other JSON than a record's.
  private static final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }
}
