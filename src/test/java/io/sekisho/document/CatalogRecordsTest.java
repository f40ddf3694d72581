package io.sekisho.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.catalog.AllowedUse;
import io.sekisho.catalog.Catalog;
import io.sekisho.catalog.Image;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Crn;
import io.sekisho.vpc.Identity;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What there is to make servers from is read back as it was written.
public class CatalogRecordsTest {
  private final Codec codec = new Codec();

  @ParameterizedTest
  @ValueSource(strings = {"a0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5", ""})
  void imagesOfAnAccountAndOfTheHouse(String account) {
    AccountId owner = account.isEmpty() ? AccountId.HOUSE : new AccountId(account);
    Image image =
        new Image(
            new Identity(
                "r006-1",
                new Crn("is", "us-south", owner, "image", "r006-1"),
                "mine",
                owner,
                owner.value(),
                Instant.EPOCH),
            Catalog.NONE.offeredOperatingSystems().getFirst(),
            new AllowedUse("2026-06-23", "true", "!metadata_service.enabled"),
            Optional.of("cos://us-south/b/i"),
            100,
            Optional.empty(),
            Optional.empty(),
            Optional.of(Instant.EPOCH));
    assertThat(codec.read(Image.class, Codec.write(image))).isEqualTo(image);
  }

  @Test
  void whatARecordWorksOutIsNoneOfItsMembers() {
    assertThat(Codec.write(new Worked("x"))).isEqualTo("{\"name\":\"x\"}");
  }

  /// What works something out.
  public record Worked(String name) {
    public boolean isEmpty() {
      return name.isEmpty();
    }
  }
}
