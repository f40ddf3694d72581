package io.sekisho.trust;

import io.sekisho.iam.AccountId;
import io.sekisho.iam.ClaimRule;
import io.sekisho.iam.ClaimRule.Condition;
import io.sekisho.iam.ClaimRule.Operator;
import io.sekisho.iam.ComputeType;
import io.sekisho.iam.Crn;
import io.sekisho.iam.Link;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Trusted profiles and requests from the short words of a table.
final class Profiles {
  private static final AccountId OTHER = new AccountId("ffffffffffffffffffffffffffffffff");
  private static final String UNKNOWN_ID = "Profile-00000000-0000-4000-8000-000000000000";

  private Profiles() {}

  /// @param account `own`, `other`, or `gone` for no profile
  /// @param links such as `VSI>self BMS>other`
  /// @param rules such as `zone elsewhere`
  static Optional<TrustedProfile> described(
      Compute compute, String account, String links, String rules) {
    if (account.equals("gone")) {
      return Optional.empty();
    }
    List<Link> linked = new ArrayList<>();
    words(links).forEach(word -> linked.add(link(compute, word, linked.size() + 1)));
    List<ClaimRule> ruled = new ArrayList<>();
    words(rules).forEach(word -> ruled.add(rule(word, ruled.size() + 1)));
    return Optional.of(
        new TrustedProfile(
            Samples.PROFILE_ID,
            account.equals("own") ? Samples.ACCOUNT : OTHER,
            "web",
            "",
            linked,
            ruled,
            Samples.MADE,
            Samples.MADE));
  }

  /// @param words such as `id=P crn=Q@other`: P is the profile, Q none that there is, ! is empty
  static Asked asked(String words) {
    Optional<String> id = Optional.empty();
    Optional<String> crn = Optional.empty();
    for (String word : words(words)) {
      String value = word.substring(word.indexOf('=') + 1).replace("%0a", "\n");
      if (word.startsWith("id=")) {
        id = Optional.of(id(value));
      } else {
        crn = Optional.of(crn(value));
      }
    }
    return new Asked(id, crn);
  }

  private static String id(String word) {
    return switch (word) {
      case "P" -> Samples.PROFILE_ID;
      case "Q" -> UNKNOWN_ID;
      case "!" -> "";
      default -> word;
    };
  }

  private static String crn(String word) {
    return switch (word) {
      case "P", "P@own" -> profileCrn(Samples.ACCOUNT, Samples.PROFILE_ID);
      case "P@other" -> profileCrn(OTHER, Samples.PROFILE_ID);
      case "Q" -> profileCrn(Samples.ACCOUNT, UNKNOWN_ID);
      case "!" -> "";
      default -> word;
    };
  }

  private static String profileCrn(AccountId account, String id) {
    return new Crn("iam-identity", "", account, "profile", id).toString();
  }

  private static Link link(Compute compute, String word, int number) {
    Crn self = compute.identity().crn();
    Crn target =
        switch (word.substring(word.indexOf('>') + 1)) {
          case "self" -> self;
          case "other" -> new Crn("is", self.location(), self.account(), self.type(), "0717_other");
          case "twin" -> new Crn("is", "us-south-2", self.account(), self.type(), self.id());
          case "foreign" -> new Crn("is", self.location(), OTHER, self.type(), self.id());
          default -> throw new IllegalArgumentException(word);
        };
    ComputeType type = ComputeType.valueOf(word.substring(0, word.indexOf('>')));
    return new Link("link-" + number, type, target, "", Samples.MADE);
  }

  private static ClaimRule rule(String word, int number) {
    ComputeType type = word.equals("bms") ? ComputeType.BMS : ComputeType.VSI;
    String zone = word.equals("elsewhere") ? "us-south-9" : Samples.ZONE;
    return new ClaimRule(
        "rule-" + number, "", type, List.of(new Condition("zone", Operator.EQUALS, zone)));
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.split(" "));
  }
}
