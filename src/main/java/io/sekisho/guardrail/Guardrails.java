package io.sekisho.guardrail;

import io.sekisho.governance.ConfigRule;
import io.sekisho.governance.ConfigRule.AnyOf;
import io.sekisho.governance.ConfigRule.Attachment;
import io.sekisho.governance.ConfigRule.Condition;
import io.sekisho.governance.ConfigRule.Scope;
import io.sekisho.governance.ConfigRule.TargetKind;
import io.sekisho.governance.Property;
import io.sekisho.governance.Property.Form;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Holds compute resources against rules.
public final class Guardrails {
  private Guardrails() {}

  /// What rules say against a compute resource of their account.
  public static List<Violation> of(Collection<ConfigRule> rules, Compute compute) {
    return rules.stream()
        .filter(rule -> rule.account().equals(compute.account()))
        .flatMap(rule -> of(rule, compute).stream())
        .toList();
  }

  /// What a rule says against a compute resource; nothing, if it does not bind there.
  public static Optional<Violation> of(ConfigRule rule, Compute compute) {
    return broken(rule, compute).stream()
        .findFirst()
        .map(group -> new Violation(rule, compute, words(group)));
  }

  /// What a rule says against a change of a compute resource: that it breaks what it did not break
  /// before, or breaks it in another way. What comes nearer to a number that is asked for is
  /// welcome.
  public static Optional<Violation> of(ConfigRule rule, Compute before, Compute after) {
    List<AnyOf> old = broken(rule, before);
    return broken(rule, after).stream()
        .filter(group -> !old.contains(group) || strays(group, before, after))
        .findFirst()
        .map(group -> new Violation(rule, after, words(group)));
  }

  private static List<AnyOf> broken(ConfigRule rule, Compute compute) {
    return isTarget(rule, compute) && binds(rule, compute)
        ? rule.required().groups().stream()
            .filter(group -> group.conditions().stream().noneMatch(it -> holds(it, compute)))
            .toList()
        : List.of();
  }

  private static boolean strays(AnyOf group, Compute before, Compute after) {
    return group.conditions().stream()
        .filter(it -> !value(it.property(), after).equals(value(it.property(), before)))
        .anyMatch(it -> it.property().form() != Form.NUMBER || gap(it, after) >= gap(it, before));
  }

  /// How far a number is from the one that is asked for.
  private static long gap(Condition asked, Compute compute) {
    return Math.abs(
        Long.parseLong(value(asked.property(), compute).orElseThrow())
            - Long.parseLong(asked.value()));
  }

  private static boolean isTarget(ConfigRule rule, Compute compute) {
    TargetKind kind =
        switch (compute) {
          case Instance _ -> TargetKind.INSTANCE;
          case BareMetalServer _ -> TargetKind.BARE_METAL_SERVER;
        };
    return rule.target() == kind && rule.attributes().stream().allMatch(it -> holds(it, compute));
  }

  /// Whether an attachment takes it in, and does not leave it out again.
  private static boolean binds(ConfigRule rule, Compute compute) {
    for (Attachment attachment : rule.attachments()) {
      if (isIn(attachment.included(), compute)
          && attachment.excluded().stream().noneMatch(scope -> isIn(scope, compute))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIn(Scope scope, Compute compute) {
    return switch (scope.type()) {
      case ACCOUNT -> scope.id().equals(compute.account().value());
      case RESOURCE_GROUP -> scope.id().equals(compute.identity().resourceGroup());
    };
  }

  private static boolean holds(Condition asked, Compute compute) {
    Optional<String> is = value(asked.property(), compute);
    return switch (asked.operator()) {
      case IS_TRUE -> is.equals(Optional.of("true"));
      case IS_FALSE -> is.equals(Optional.of("false"));
      case IS_EMPTY -> is.isEmpty();
      case IS_NOT_EMPTY -> is.isPresent();
      case STRING_EQUALS -> is.equals(Optional.of(asked.value()));
      case STRING_NOT_EQUALS -> !is.equals(Optional.of(asked.value()));
      case STRINGS_IN_LIST ->
          is.isPresent()
              && Arrays.stream(asked.value().split(",", -1))
                  .anyMatch(it -> it.strip().equals(is.get()));
      case NUM_EQUALS -> compared(is, asked) == 0;
      case NUM_NOT_EQUALS -> compared(is, asked) != 0;
      case NUM_LESS_THAN -> compared(is, asked) < 0;
      case NUM_LESS_THAN_EQUALS -> compared(is, asked) <= 0;
      case NUM_GREATER_THAN -> compared(is, asked) > 0;
      case NUM_GREATER_THAN_EQUALS -> compared(is, asked) >= 0;
    };
  }

  /// Numbers are always there, and a rule's value was read as one.
  private static int compared(Optional<String> is, Condition asked) {
    return Long.compare(Long.parseLong(is.orElseThrow()), Long.parseLong(asked.value()));
  }

  private static Optional<String> value(Property property, Compute compute) {
    return switch (property) {
      case METADATA_SERVICE_ENABLED ->
          Optional.of(Boolean.toString(compute.metadataService().enabled()));
      case METADATA_SERVICE_PROTOCOL ->
          Optional.of(compute.metadataService().protocol().name().toLowerCase(Locale.ROOT));
      case METADATA_SERVICE_RESPONSE_HOP_LIMIT ->
          Optional.of(Integer.toString(compute.metadataService().responseHopLimit()));
      case DEFAULT_TRUSTED_PROFILE ->
          compute.initialization().defaultTrustedProfile().map(it -> it.target().id());
      case FLOATING_IP_COUNT ->
          Optional.of(
              Integer.toString(
                  compute.interfaces().stream()
                      .map(NetworkInterface::virtualNetworkInterface)
                      .mapToInt(it -> it.floatingIps().size())
                      .sum()));
      case ALLOW_IP_SPOOFING ->
          Optional.of(
              Boolean.toString(
                  compute.interfaces().stream()
                      .anyMatch(nic -> nic.virtualNetworkInterface().allowIpSpoofing())));
      case NAME -> Optional.of(compute.name());
      case PROFILE -> Optional.of(compute.profile());
      case VPC_ID -> Optional.of(compute.vpc());
      case ZONE -> Optional.of(compute.zone());
    };
  }

  private static String words(AnyOf group) {
    return group.conditions().stream()
        .map(
            it ->
                "%s %s %s"
                    .formatted(it.property().wireName(), it.operator().words(), it.value())
                    .strip())
        .collect(Collectors.joining(", or "));
  }
}
