package io.sekisho.audit;

import io.sekisho.audit.Activity.Difference;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// Writes an event as one line of JSON, its members always in the same order. Names are IBM's, as
/// of the event fields of 2025-05.
final class ActivityJson {
  private static final String TYPE = "http://schemas.dmtf.org/cloud/audit/1.0/event";

  /// Hundredths of a second, and the zone without a colon.
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SS'+0000'").withZone(ZoneOffset.UTC);

  /// What one text may be long: nobody fills the trail with one request.
  private static final int LONGEST = 512;

  private final JsonGenerator json;

  private ActivityJson(JsonGenerator json) {
    this.json = json;
  }

  static String write(Activity activity) {
    StringWriter text = new StringWriter(1024);
    try (JsonGenerator json = Lines.JSON.createGenerator(ObjectWriteContext.empty(), text)) {
      new ActivityJson(json).event(activity);
    }
    return text.toString();
  }

  private void event(Activity activity) {
    json.writeStartObject();
    text("id", activity.id());
    text("typeURI", TYPE);
    text("eventType", "activity");
    text("eventTime", TIME.format(activity.at()));
    text("action", activity.action().wireName());
    text("outcome", activity.result().successful() ? "success" : "failure");
    text("severity", severity(activity).wireName());
    text("message", message(activity));
    result(activity.result());
    initiator(activity.initiator());
    target(activity.target(), activity.action());
    json.writeObjectPropertyStart("observer");
    text("name", "ActivityTracker");
    json.writeEndObject();
    requestData(activity);
    json.writeBooleanProperty("dataEvent", false);
    text("correlationId", activity.correlation());
    text("logSourceCRN", source(activity));
    json.writeBooleanProperty("saveServiceCopy", true);
    json.writeEndObject();
  }

  private void result(Result result) {
    json.writeObjectPropertyStart("reason");
    json.writeNumberProperty("reasonCode", result.status());
    text("reasonType", phrase(result.status()));
    optional("reasonForFailure", result.failure());
    json.writeEndObject();
  }

  private void initiator(Initiator initiator) {
    json.writeObjectPropertyStart("initiator");
    text("id", initiator.id());
    text("name", initiator.name());
    text("typeURI", initiator.type().uri());
    optional("authnId", initiator.authnId());
    optional("authnName", initiator.authnName());
    json.writeObjectPropertyStart("credential");
    text("type", initiator.credential().wireName());
    json.writeEndObject();
    json.writeObjectPropertyStart("host");
    text("address", initiator.address());
    if (!initiator.address().isEmpty()) {
      text("addressType", initiator.address().contains(":") ? "IPv6" : "IPv4");
    }
    optional("agent", initiator.agent());
    json.writeEndObject();
    json.writeEndObject();
  }

  private void target(Target target, Action action) {
    json.writeObjectPropertyStart("target");
    text("id", target.crn().isEmpty() ? target.id() : target.crn());
    text("name", target.name());
    text("typeURI", action.service() + "/" + action.object());
    json.writeEndObject();
  }

  private void requestData(Activity activity) {
    if (activity.differences().isEmpty() && activity.details().isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("requestData");
    activity.details().forEach((detail, value) -> text(detail.member(), value));
    if (!activity.differences().isEmpty()) {
      json.writeNumberProperty("totalNumberChanges", activity.differences().size());
      json.writeArrayPropertyStart("update");
      activity.differences().forEach(this::difference);
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void difference(Difference difference) {
    json.writeStartObject();
    text("updateType", difference.member() + " changed");
    optional("initialValue", difference.before());
    optional("newValue", difference.after());
    json.writeEndObject();
  }

  private void optional(String name, String value) {
    if (!value.isEmpty()) {
      text(name, value);
    }
  }

  private void text(String name, String value) {
    json.writeStringProperty(name, fit(Secrets.withheld(value)));
  }

  private static String fit(String value) {
    return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
  }

  private static Severity severity(Activity activity) {
    return activity.result().successful()
        ? activity.action().severity()
        : Severity.of(activity.result().status());
  }

  private static String message(Activity activity) {
    Action action = activity.action();
    String what =
        "%s: %s %s %s"
            .formatted(
                action.serviceWords(), action.verb(), action.object(), activity.target().name());
    return what.strip() + (activity.result().successful() ? "" : " -failure");
  }

  private static String source(Activity activity) {
    String service = activity.action().service();
    int dot = service.indexOf('.');
    return "crn:v1:bluemix:public:%s::a/%s:::"
        .formatted(dot < 0 ? service : service.substring(0, dot), activity.account());
  }

  private static String phrase(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 201 -> "Created";
      case 202 -> "Accepted";
      case 204 -> "No Content";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 429 -> "Too Many Requests";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      default -> status < 400 ? "Success" : "Failure";
    };
  }
}
