package io.sekisho.audit;

import io.sekisho.audit.Activity.Credential;
import io.sekisho.audit.Activity.Difference;
import io.sekisho.audit.Activity.Initiator;
import io.sekisho.audit.Activity.Result;
import io.sekisho.audit.Activity.Target;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Events and trails for tests.
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-26T05:06:07.891Z");
  static final AccountId ACME = new AccountId("a".repeat(32));
  static final String PROFILE = "Profile-6f1cbd4c-7b4e-4a39-9d0a-0a9f1a3f9b11";

  static final Initiator OPERATOR =
      Initiator.of(
          "operator:first",
          "first",
          Activity.Type.OPERATOR,
          Credential.API_KEY,
          "192.0.2.7",
          "sekisho/1");

  private Samples() {}

  static Activity created() {
    return activity(Action.PROFILE_CREATE, OPERATOR, Result.success(201), List.of(), Map.of());
  }

  static Activity updated() {
    return activity(
        Action.PROFILE_UPDATE,
        OPERATOR,
        Result.success(200),
        List.of(
            new Difference("description", "old", "new — neu"),
            new Difference("links.web-1", "", "added")),
        Map.of(Detail.REVISION, "12"));
  }

  static Activity activity(
      Action action,
      Initiator by,
      Result result,
      List<Difference> differences,
      Map<Detail, String> details) {
    Crn crn = new Crn("iam-identity", "", ACME, "profile", PROFILE);
    return new Activity(
        "0b9d3ad0-5d8c-4bb2-8c3c-8a8ae2d1d1f0",
        NOW,
        "5b8f7e0c-0f8e-4a51-8f7d-6b1d2f9f3a10",
        action,
        ACME,
        by,
        new Target(crn.toString(), PROFILE, "web"),
        result,
        differences,
        details);
  }

  /// So many records, each telling something else.
  static List<Draft> drafts(int count) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      drafts.add(
          new Draft(
              NOW.plusMillis(i),
              ACME,
              "target-" + i,
              Action.PROFILE_CREATE.wireName(),
              "{\"message\":\"event %d\"}".formatted(i)));
    }
    return drafts;
  }
}
