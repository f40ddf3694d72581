package io.sekisho.permission;

import io.sekisho.iam.Policy.Condition;
import io.sekisho.iam.Policy.Operator;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A condition on the time of a question, made ready to be asked often.
///
/// Each value has an offset from UTC and is compared with what a clock shows there, in whole
/// seconds; a date or a day without one is meant in UTC. There is no daylight saving time, as with
/// IBM.
sealed interface Moment {
  boolean holds(Instant at);

  /// The operators `time…`.
  record Time(OffsetTime value, Order order) implements Moment {
    @Override
    public boolean holds(Instant at) {
      var clock = at.atOffset(value.getOffset()).toLocalTime().truncatedTo(ChronoUnit.SECONDS);
      return order.holds(clock.compareTo(value.toLocalTime()));
    }
  }

  /// The operators `date…`.
  record Date(LocalDate value, ZoneOffset offset, Order order) implements Moment {
    @Override
    public boolean holds(Instant at) {
      return order.holds(at.atOffset(offset).toLocalDate().compareTo(value));
    }
  }

  /// The operators `dateTime…`.
  record DateTime(Instant value, Order order) implements Moment {
    @Override
    public boolean holds(Instant at) {
      return order.holds(at.truncatedTo(ChronoUnit.SECONDS).compareTo(value));
    }
  }

  /// The operators `dayOfWeek…`.
  record Days(List<Day> days) implements Moment {
    @Override
    public boolean holds(Instant at) {
      for (Day day : days) {
        if (at.atOffset(day.offset).getDayOfWeek() == day.day) {
          return true;
        }
      }
      return false;
    }
  }

  /// A day somewhere, written `1+09:00` for Monday in Tokyo.
  record Day(DayOfWeek day, ZoneOffset offset) {
    static Day parse(String text) {
      ZoneOffset offset = text.length() == 1 ? ZoneOffset.UTC : ZoneOffset.of(text.substring(1));
      return new Day(DayOfWeek.of(Character.digit(text.charAt(0), 10)), offset);
    }
  }

  /// What the end of an operator's name says.
  enum Order {
    LESS_THAN,
    LESS_THAN_OR_EQUALS,
    GREATER_THAN,
    GREATER_THAN_OR_EQUALS;

    boolean holds(int comparison) {
      return switch (this) {
        case LESS_THAN -> comparison < 0;
        case LESS_THAN_OR_EQUALS -> comparison <= 0;
        case GREATER_THAN -> comparison > 0;
        case GREATER_THAN_OR_EQUALS -> comparison >= 0;
      };
    }
  }

  /// Empty if the condition is not about time, or its value cannot be understood.
  static Optional<Moment> of(Condition condition) {
    try {
      return Optional.ofNullable(
          switch (condition.operator()) {
            case TIME_LESS_THAN,
                TIME_LESS_THAN_OR_EQUALS,
                TIME_GREATER_THAN,
                TIME_GREATER_THAN_OR_EQUALS ->
                new Time(OffsetTime.parse(condition.value()), order(condition, "TIME_"));
            case DATE_LESS_THAN,
                DATE_LESS_THAN_OR_EQUALS,
                DATE_GREATER_THAN,
                DATE_GREATER_THAN_OR_EQUALS ->
                date(condition.value(), order(condition, "DATE_"));
            case DATE_TIME_LESS_THAN,
                DATE_TIME_LESS_THAN_OR_EQUALS,
                DATE_TIME_GREATER_THAN,
                DATE_TIME_GREATER_THAN_OR_EQUALS ->
                new DateTime(
                    OffsetDateTime.parse(condition.value()).toInstant(),
                    order(condition, "DATE_TIME_"));
            case DAY_OF_WEEK_EQUALS, DAY_OF_WEEK_ANY_OF -> days(condition.values());
            case STRING_EQUALS,
                STRING_EXISTS,
                STRING_MATCH,
                STRING_EQUALS_ANY_OF,
                STRING_MATCH_ANY_OF ->
                null;
          });
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static Order order(Condition condition, String family) {
    Operator operator = condition.operator();
    return Order.valueOf(operator.name().substring(family.length()));
  }

  private static Moment date(String text, Order order) {
    TemporalAccessor read = DateTimeFormatter.ISO_DATE.parse(text);
    ZoneOffset offset = read.query(TemporalQueries.offset());
    return new Date(LocalDate.from(read), offset == null ? ZoneOffset.UTC : offset, order);
  }

  private static Moment days(List<String> values) {
    List<Day> days = new ArrayList<>();
    for (String value : values) {
      if (value.isEmpty()) {
        throw new DateTimeException("no day");
      }
      days.add(Day.parse(value));
    }
    return new Days(days);
  }
}
