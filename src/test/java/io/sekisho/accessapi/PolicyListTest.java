package io.sekisho.accessapi;

import static io.sekisho.accessapi.Bodies.policy;
import static io.sekisho.accessapi.LiveAccess.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.accessapi.LiveAccess.Caller;
import io.sekisho.web.Https.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What of the policies of an account is listed, in which order and on which page.
class PolicyListTest {
  private static final String V1 = "/v1/policies";
  private static final String V2 = "/v2/policies";
  private static final String LIST = "?account_id=" + ACME;

  @TempDir private Path directory;
  private LiveAccess live;
  private Caller operator;

  @BeforeEach
  void start() {
    live = new LiveAccess(directory);
    operator = live.asOperator();
  }

  @AfterEach
  void stop() {
    live.close();
  }

  private String made(String body) {
    return operator.make(V2, body);
  }

  @ParameterizedTest
  @CsvSource({
    "V2, iam_id=IBMid-ann, 3",
    "V2, iam_id=IBMid-bob, 1",
    "V2, iam_id=IBMid-ann&service_name=is, 1",
    "V2, service_type=platform_service, 2",
    "V2, service_type=service, 2",
    "V2, service_group_id=IAM, 1",
    "V2, type=authorization, 1",
    "V2, type=access, 4",
    "V2, state=deleted, 1",
    "V1, tag_name=env, 1",
    "V1, tag_name=env&tag_value=dev, 1",
    "V1, tag_value=prod, 0"
  })
  void onlyThoseThatWereAskedFor(String version, String filter, int count) {
    made(Bodies.JOB_HOURS);
    made(policy("IBMid-ann", "Viewer", "serviceName=iam-groups"));
    made(policy("IBMid-ann", "Viewer", "service_group_id=IAM"));
    made(policy("IBMid-bob", "Viewer", "serviceType=platform_service"));
    String gone = made(policy("IBMid-bob", "Viewer", "serviceName=is"));
    operator.delete(V2 + "/" + gone);
    made(authorization());

    Answer found = operator.get((version.equals("V1") ? V1 : V2) + LIST + "&" + filter);

    assertThat(found.json().at("/policies")).as(found.text()).hasSize(count);
  }

  private static String authorization() {
    return policy("x", "Writer", "serviceName=cloud-object-storage")
        .replace("\"access\"", "\"authorization\"")
        .replaceFirst(
            "\\[\\{\"key\": \"iam_id\"[^\\]]*\\]",
            """
              [{"key": "accountId", "operator": "stringEquals", "value": "%s"},
               {"key": "serviceName", "operator": "stringEquals", "value": "is"},
               {"key": "resourceType", "operator": "stringEquals", "value": "flow-log-collector"}]
              """
                .formatted(ACME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created_at",
        "-created_at",
        "last_modified_at",
        "-last_modified_at",
        "id",
        "-id",
        "type",
        "href",
        "created_by_id",
        "last_modified_by_id",
        "state",
        "last_permit_at",
        "-last_permit_frequency"
      })
  void everyOneOnOnePageInWhateverOrder(String sort) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      all.add(made(policy("IBMid-" + i, "Viewer", "serviceName=is")));
    }
    List<String> met = new ArrayList<>();
    String next = LIST + "&limit=4&sort=" + sort;
    while (!next.isEmpty()) {
      Answer page = operator.get(V2 + next);
      assertThat(page.status()).as(page.text()).isEqualTo(200);
      assertThat(page.at("/limit")).isEqualTo("4");
      page.json().at("/policies").forEach(it -> met.add(it.at("/id").asString()));
      String href = page.json().at("/next/href").asString("");
      next = href.isEmpty() ? "" : href.substring(href.indexOf('?'));
      if (met.size() == 4) {
        made(policy("IBMid-late", "Viewer", "serviceName=is"));
      }
    }

    assertThat(met).doesNotHaveDuplicates().containsAll(all);
    if (sort.equals("created_at")) {
      assertThat(met).startsWith(all.toArray(String[]::new));
    }
    if (sort.equals("-id")) {
      assertThat(met.subList(0, 11)).isSortedAccordingTo((a, b) -> b.compareTo(a));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sort=colour",
        "limit=0",
        "limit=many",
        "state=lost",
        "type=other",
        "start=%21",
        "sort=id&start=%21",
        "x=1"
      })
  void nothingForWhatIsNotUnderstood(String query) {
    made(policy("IBMid-ann", "Viewer", "serviceName=is"));

    assertThat(operator.get(V2 + LIST + "&" + query).status()).isEqualTo(400);
  }
}
