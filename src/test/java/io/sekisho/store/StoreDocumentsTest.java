package io.sekisho.store;

import static io.sekisho.store.Papers.ACME;
import static io.sekisho.store.Papers.OTHER;
import static io.sekisho.store.Papers.apiKey;
import static io.sekisho.store.Papers.delete;
import static io.sekisho.store.Papers.profile;
import static io.sekisho.store.Papers.put;
import static io.sekisho.store.Papers.serviceId;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sekisho.control.Kind;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Order;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.control.UnknownPage;
import io.sekisho.iam.ServiceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Documents and pages of them, on both databases.
@ParameterizedClass
@EnumSource(Lodging.Type.class)
class StoreDocumentsTest {
  @Parameter Lodging.Type type;
  @TempDir Path folder;
  private StateDirectory state;
  private SqlStore store;

  @BeforeEach
  void open() {
    state = type.in(folder).open();
    store = state.store();
  }

  @AfterEach
  void close() {
    state.close();
  }

  @Test
  void comeBackAsTheyWere() {
    ServiceId odd = serviceId(ACME, 1, "naïve \"name\" 'x' %_\\ 関所 🚧", "line\nline\ttab");
    long revision = put(store, odd);

    Document found = store.in(ACME).get(Kind.SERVICE_ID, odd.id()).orElseThrow();

    assertThat(found.value()).isEqualTo(odd);
    assertThat(found.revision()).isEqualTo(revision);
    assertThat(found.label().name()).isEqualTo(odd.name());
    assertThat(found.label().createdAt()).isEqualTo(odd.stamps().created().at());
    assertThat(store.in(ACME).get(Kind.SERVICE_ID, "nothing")).isEmpty();
    assertThat(store.in(ACME).get(Kind.API_KEY, odd.id())).isEmpty();
  }

  @Test
  void areReplacedAndDeleted() {
    put(store, serviceId(ACME, 1, "before"), serviceId(ACME, 2, "stays"));
    long second = put(store, serviceId(ACME, 1, "after"));
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "before")).isEmpty();
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "after").orElseThrow().revision())
        .isEqualTo(second);
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "stays").orElseThrow().revision())
        .isEqualTo(second - 1);

    delete(store, serviceId(ACME, 1, "after"));

    assertThat(names(store.in(ACME), Query.first(10))).containsExactly("stays");
    assertThatThrownBy(() -> delete(store, serviceId(ACME, 1, "after")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void areNotFoundByAnotherAccount() {
    put(store, serviceId(ACME, 1, "mine"), serviceId(ACME, 2, "mine"), apiKey(ACME, 3, "00"));
    Page page = store.in(ACME).page(Kind.SERVICE_ID, Query.first(1));
    Documents theirs = store.in(OTHER);
    String id = page.documents().getFirst().id();

    assertThat(theirs.get(Kind.SERVICE_ID, id)).isEmpty();
    assertThat(theirs.named(Kind.SERVICE_ID, "mine")).isEmpty();
    assertThat(theirs.of(Kind.API_KEY, apiKey(ACME, 3, "00").iamId())).isEmpty();
    assertThat(theirs.count(Kind.SERVICE_ID)).isZero();
    Query stolen =
        new Query(Optional.empty(), Optional.empty(), Order.CREATED_AT, false, page.next(), 10);
    assertThat(theirs.page(Kind.SERVICE_ID, stolen).documents()).isEmpty();
    for (String text : List.of("' OR '1'='1", "%", id + "' --", ACME.value())) {
      assertThat(theirs.named(Kind.SERVICE_ID, text)).isEmpty();
      assertThat(theirs.get(Kind.SERVICE_ID, text)).isEmpty();
    }
  }

  @Test
  void ofTwoAccountsMayHaveTheSameIdAndName() {
    put(store, serviceId(ACME, 1, "twin", "ours"), serviceId(OTHER, 1, "twin", "theirs"));
    delete(store, serviceId(OTHER, 1, "twin"));
    ServiceId left =
        (ServiceId) store.in(ACME).named(Kind.SERVICE_ID, "twin").orElseThrow().value();
    assertThat(left.description()).isEqualTo("ours");
  }

  @Test
  void haveANameOfTheirOwnUnlessTheirKindSharesNames() {
    put(store, serviceId(ACME, 2, "same"), serviceId(ACME, 1, "same"));
    assertThat(store.in(ACME).named(Kind.SERVICE_ID, "same").orElseThrow().id())
        .isEqualTo(serviceId(ACME, 1, "").id());

    put(store, profile(ACME, 1, "sole"), profile(OTHER, 2, "sole"));
    assertThatThrownBy(() -> put(store, profile(ACME, 3, "sole"))).isInstanceOf(StoreFailure.class);
    assertThat(store.in(ACME).count(Kind.TRUSTED_PROFILE)).isEqualTo(1);
  }

  @Test
  void areFoundByTheirParentOldestFirst() {
    put(store, apiKey(ACME, 2, "02"), apiKey(ACME, 1, "01"), apiKey(OTHER, 3, "03"));
    assertThat(store.in(ACME).of(Kind.API_KEY, apiKey(ACME, 1, "").iamId()))
        .extracting(Document::id)
        .containsExactly(apiKey(ACME, 1, "").id(), apiKey(ACME, 2, "").id());
    assertThat(store.in(ACME).of(Kind.API_KEY, "somebody else")).isEmpty();
  }

  @Test
  void ofASecretAreFoundByItsHashInWhicheverAccount() {
    put(store, apiKey(ACME, 1, "aa"), apiKey(OTHER, 2, "bb"));
    assertThat(store.apiKey("bb").orElseThrow().label().account()).isEqualTo(OTHER);
    assertThat(store.apiKey("cc")).isEmpty();
    put(store, apiKey(OTHER, 2, "cc"));
    assertThat(store.apiKey("bb")).isEmpty();
    assertThat(store.apiKey("cc")).isPresent();
    delete(store, apiKey(OTHER, 2, "cc"));
    assertThat(store.apiKey("cc")).isEmpty();
    assertThatThrownBy(() -> put(store, apiKey(OTHER, 3, "aa"))).isInstanceOf(StoreFailure.class);
  }

  @Test
  void areSortedByTheirBytesInEveryOrderAndDirection() {
    List<String> names = List.of("b", "B", "a", "Z", "ä", "🚧", "", "a-b", "a b", "ab", "é", "z");
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      all.add(serviceId(ACME, i, names.get(i), names.get(names.size() - 1 - i)));
    }
    Collections.shuffle(all, new Random(1));
    put(store, all.toArray());
    for (Order order : Order.values()) {
      for (boolean down : List.of(false, true)) {
        Comparator<ServiceId> by = comparator(order);
        List<ServiceId> wanted =
            all.stream().map(ServiceId.class::cast).sorted(down ? by.reversed() : by).toList();
        assertThat(walk(order, down, 5)).as("%s %s", order, down).isEqualTo(wanted);
      }
    }
  }

  private static Comparator<ServiceId> comparator(Order order) {
    Comparator<byte[]> bytes = Arrays::compareUnsigned;
    Comparator<ServiceId> by =
        switch (order) {
          case NAME -> Comparator.comparing(it -> it.name().getBytes(UTF_8), bytes);
          case DESCRIPTION -> Comparator.comparing(it -> it.description().getBytes(UTF_8), bytes);
          case CREATED_AT -> Comparator.comparing(it -> it.stamps().created().at());
          case MODIFIED_AT -> Comparator.comparing(it -> it.stamps().modified().at());
        };
    return by.thenComparing(ServiceId::id);
  }

  @Test
  void thatAreEqualInWhatTheyAreSortedByAreToldApartById() {
    String same = "🚧é".repeat(400);
    put(store, IntStream.range(0, 9).mapToObj(i -> serviceId(ACME, i, "same", same)).toArray());
    for (Order order : List.of(Order.NAME, Order.DESCRIPTION)) {
      assertThat(walk(order, false, 2)).hasSize(9).doesNotHaveDuplicates();
      assertThat(walk(order, true, 2)).isEqualTo(walk(order, false, 9).reversed());
    }
  }

  @Test
  void areMetOnceEachWhateverIsWrittenMeanwhile() {
    Random random = new Random(4);
    List<Object> stay = new ArrayList<>();
    for (int i = 0; i < 100; i += 2) {
      stay.add(serviceId(ACME, i, "n" + random.nextInt(20)));
    }
    put(store, stay.toArray());
    for (Order order : Order.values()) {
      List<ServiceId> met = new ArrayList<>();
      Optional<String> next = Optional.empty();
      do {
        Query query = new Query(Optional.empty(), Optional.empty(), order, false, next, 7);
        Page page = store.in(ACME).page(Kind.SERVICE_ID, query);
        page.documents().forEach(document -> met.add((ServiceId) document.value()));
        next = page.next();
        ServiceId other = serviceId(ACME, 1 + 2 * random.nextInt(50), "n" + random.nextInt(20));
        if (store.in(ACME).get(Kind.SERVICE_ID, other.id()).isPresent()) {
          delete(store, other);
        } else {
          put(store, other);
        }
      } while (next.isPresent());
      assertThat(met)
          .doesNotHaveDuplicates()
          .containsAll(stay.stream().map(ServiceId.class::cast).toList());
    }
  }

  @Test
  void areFilteredByNameAndParent() {
    put(store, serviceId(ACME, 1, "a"), serviceId(ACME, 2, "b"), serviceId(ACME, 3, "a"));
    put(store, apiKey(ACME, 4, "04"));
    Query named =
        new Query(Optional.of("a"), Optional.empty(), Order.NAME, true, Optional.empty(), 1);
    Page first = store.in(ACME).page(Kind.SERVICE_ID, named);
    assertThat(first.documents())
        .extracting(Document::id)
        .containsExactly(serviceId(ACME, 3, "").id());
    Query rest = new Query(Optional.of("a"), Optional.empty(), Order.NAME, true, first.next(), 1);
    Page second = store.in(ACME).page(Kind.SERVICE_ID, rest);
    assertThat(second.documents())
        .extracting(Document::id)
        .containsExactly(serviceId(ACME, 1, "").id());
    assertThat(second.next()).isEmpty();
    Optional<String> parent = Optional.of(apiKey(ACME, 4, "").iamId());
    Query owned =
        new Query(Optional.empty(), parent, Order.DESCRIPTION, false, Optional.empty(), 5);
    assertThat(store.in(ACME).page(Kind.API_KEY, owned).documents()).hasSize(1);
  }

  @Test
  void areNotToldForAPageThatNobodyGave() {
    put(store, serviceId(ACME, 1, "a"), serviceId(ACME, 2, "b"));
    String good = store.in(ACME).page(Kind.SERVICE_ID, Query.first(1)).next().orElseThrow();
    List<String> forged = new ArrayList<>(List.of("", "x", "%00", "'", good + "!", "é"));
    for (String text :
        List.of(
            "CREATED_AT_UP 9 short",
            "CREATED_AT_UP -1 a",
            "NAME_UP 1 ab",
            "CREATED_AT_UP 1 a\0",
            "CREATED_AT_UP 99999 a",
            "CREATED_AT_DOWN 1 ab",
            "CREATED_AT_UP 1")) {
      forged.add(Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8)));
    }
    forged.add(Base64.getUrlEncoder().encodeToString(new byte[] {(byte) 0xff, 0}));
    forged.add("A".repeat(100_000));
    for (String token : forged) {
      Query query =
          new Query(
              Optional.empty(), Optional.empty(), Order.CREATED_AT, false, Optional.of(token), 5);
      assertThatThrownBy(() -> store.in(ACME).page(Kind.SERVICE_ID, query))
          .as(token.length() < 99 ? token : "long")
          .isInstanceOf(UnknownPage.class);
    }
  }

  private List<ServiceId> walk(Order order, boolean down, int limit) {
    List<ServiceId> met = new ArrayList<>();
    Optional<String> next = Optional.empty();
    do {
      Query query = new Query(Optional.empty(), Optional.empty(), order, down, next, limit);
      Page page = store.in(ACME).page(Kind.SERVICE_ID, query);
      assertThat(page.documents()).hasSizeLessThanOrEqualTo(limit);
      page.documents().forEach(document -> met.add((ServiceId) document.value()));
      next = page.next();
    } while (next.isPresent());
    return met;
  }

  private static List<String> names(Documents documents, Query query) {
    return documents.page(Kind.SERVICE_ID, query).documents().stream()
        .map(document -> document.label().name())
        .toList();
  }
}
