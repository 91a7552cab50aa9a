package dev.cssc.e2e;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaEnumConstant;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.ReferencedClassObject;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The project's types that become JSON or are made of it, found in the classes themselves: what methods that read JSON name, what those that
 * write it make or, where they make none, are given, events, what endpoints take and answer by their signature and their OpenAPI
 * annotations, entities, and what the fields of all these are. Reading is generous: a record that a method beside its JSON makes for another
 * purpose is one too.
 */
final class JsonTypes {
    private static final String PROJECT = "dev.cssc.";
    private static final String EVENT = "dev.cssc.common.event.Event";
    private static final String FAILURE = "dev.cssc.common.failure.Failure"; // is thrown
    private static final Set<String> MAPPERS = Set.of(
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.json.JsonMapper",
            "com.fasterxml.jackson.databind.ObjectReader",
            "com.fasterxml.jackson.databind.ObjectWriter",
            "dev.cssc.common.transaction.JsonRows",
            "dev.cssc.common.event.EventCodec");

    private static final Set<String> READING = Set.of("readValue", "treeToValue", "convertValue", "all", "one", "read");
    private static final Set<String> WRITING =
            Set.of("writeValueAsString", "writeValueAsBytes", "writeValue", "valueToTree", "write");

    private static final Set<String> KINDS = Set.of("OBJECT", "STRING");

    private static final Set<String> ENDPOINTS =
            Set.of("jakarta.ws.rs.GET", "jakarta.ws.rs.POST", "jakarta.ws.rs.PUT", "jakarta.ws.rs.DELETE");

    private final JavaClasses classes;
    private final Map<String, String> found = new TreeMap<>();
    private final Deque<JavaClass> open = new ArrayDeque<>();

    private JsonTypes(JavaClasses classes) {
        this.classes = classes;
    }

    /** Each type's name with where it was found. */
    static Map<String, String> in(JavaClasses classes) {
        JsonTypes types = new JsonTypes(classes);
        types.read();
        return types.found;
    }

    private void read() {
        for (JavaClass type : classes) {
            if (type.isAnnotatedWith("jakarta.persistence.Entity")) {
                add(type, "an entity");
            }
            if (type.isRecord() && type.isAssignableTo(EVENT)) {
                add(type, "an event");
            }
            if (!MAPPERS.contains(type.getName())) {
                type.getCodeUnits().forEach(this::read);
            }
        }
        while (!open.isEmpty()) {
            JavaClass type = open.pop();
            for (JavaField field : type.getFields()) {
                if (!field.getModifiers().contains(JavaModifier.STATIC)) {
                    field.getType()
                            .getAllInvolvedRawTypes()
                            .forEach(named -> add(named, type.getName() + "." + field.getName()));
                }
            }
            if (type.isInterface()) {
                type.getAllSubclasses().forEach(subtype -> add(subtype, type.getName()));
            }
        }
    }

    private void read(JavaCodeUnit method) {
        if (calls(method, READING)) {
            addAll(method, literals(method));
        }
        if (calls(method, WRITING)) {
            addAll(method, made(method).anyMatch(JsonTypes::isOwnRecord) ? made(method) : parameters(method));
        }
        if (isEndpoint(method)) {
            addAll(method, Stream.of(parameters(method), documented(method)).flatMap(types -> types));
            addAll(method, method.getReturnType().getAllInvolvedRawTypes().stream());
        }
    }

    /** The types that the method's OpenAPI annotations name: what is behind an answer whose Java type does not say it. */
    private static Stream<JavaClass> documented(JavaCodeUnit method) {
        return method.getAnnotations().stream()
                .flatMap(annotation -> annotation.getProperties().values().stream())
                .flatMap(JsonTypes::named);
    }

    /** Whether an {@code @APIResponse} of the method for a success names a type, a kind of JSON that no type stands for, or no content. */
    static boolean saysWhatItAnswers(JavaCodeUnit method) {
        return method.getAnnotations().stream()
                .flatMap(JsonTypes::responses)
                .filter(response -> text(response, "responseCode").startsWith("2"))
                .anyMatch(response -> text(response, "responseCode").equals("204")
                        || named(response).anyMatch(type -> !type.getName().equals("java.lang.Void"))
                        || kinds(response).anyMatch(KINDS::contains));
    }

    /** Those of the annotation's {@code @Schema}s. */
    private static Stream<String> kinds(Object value) {
        return switch (value) {
            case JavaEnumConstant constant -> Stream.of(constant.name());
            case JavaAnnotation<?> annotation ->
                annotation.getProperties().values().stream().flatMap(JsonTypes::kinds);
            case Object[] values -> Stream.of(values).flatMap(JsonTypes::kinds);
            default -> Stream.empty();
        };
    }

    private static Stream<JavaAnnotation<?>> responses(JavaAnnotation<?> annotation) {
        return switch (annotation.getRawType().getSimpleName()) {
            case "APIResponse" -> Stream.of(annotation);
            case "APIResponses" ->
                annotation
                        .get("value")
                        .map(value -> Stream.<JavaAnnotation<?>>of((JavaAnnotation<?>[]) value))
                        .orElse(Stream.empty());
            default -> Stream.empty();
        };
    }

    private static String text(JavaAnnotation<?> annotation, String property) {
        return annotation.get(property).map(Object::toString).orElse("");
    }

    private static Stream<JavaClass> named(Object value) {
        return switch (value) {
            case JavaClass type -> Stream.of(type);
            case JavaAnnotation<?> annotation ->
                annotation.getProperties().values().stream().flatMap(JsonTypes::named);
            case Object[] values -> Stream.of(values).flatMap(JsonTypes::named);
            default -> Stream.empty();
        };
    }

    private static boolean calls(JavaCodeUnit method, Set<String> names) {
        return method.getMethodCallsFromSelf().stream()
                .anyMatch(call -> MAPPERS.contains(call.getTargetOwner().getName()) && names.contains(call.getName()));
    }

    /** Whether the method answers requests. */
    static boolean isEndpoint(JavaCodeUnit method) {
        return method.getAnnotations().stream()
                .map(annotation -> annotation.getRawType().getName())
                .anyMatch(ENDPOINTS::contains);
    }

    private static Stream<JavaClass> literals(JavaCodeUnit method) {
        return method.getReferencedClassObjects().stream().map(ReferencedClassObject::getRawType);
    }

    /** By constructors and by static methods that answer one. */
    private static Stream<JavaClass> made(JavaCodeUnit method) {
        Stream<JavaClass> constructed = Stream.concat(
                        method.getConstructorCallsFromSelf().stream(),
                        method.getConstructorReferencesFromSelf().stream())
                .map(JavaAccess::getTargetOwner);
        Stream<JavaClass> answered = Stream.concat(
                        method.getMethodCallsFromSelf().stream(), method.getMethodReferencesFromSelf().stream())
                .flatMap(access -> access.getTarget().resolveMember().stream())
                .filter(called -> called.getModifiers().contains(JavaModifier.STATIC))
                .flatMap(called -> called.getReturnType().getAllInvolvedRawTypes().stream());
        return Stream.concat(constructed, answered);
    }

    private static Stream<JavaClass> parameters(JavaCodeUnit method) {
        return method.getParameterTypes().stream()
                .map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Set::stream);
    }

    private void addAll(JavaCodeUnit method, Stream<JavaClass> types) {
        types.filter(type -> type.isRecord() && !type.getName().equals(FAILURE))
                .forEach(type -> add(type, method.getFullName()));
    }

    private void add(JavaClass named, String where) {
        JavaClass type = named.isArray() ? named.getBaseComponentType() : named;
        Optional<JavaClass> own =
                classes.contain(type.getName()) ? Optional.of(classes.get(type.getName())) : Optional.empty();
        own.filter(known -> known.getName().startsWith(PROJECT)
                        && (known.isRecord() || known.isEnum() || standsForOthers(known)))
                .filter(known -> found.putIfAbsent(known.getName(), where) == null)
                .ifPresent(open::push);
    }

    private static boolean isOwnRecord(JavaClass type) {
        return type.isRecord() && type.getName().startsWith(PROJECT);
    }

    private static boolean standsForOthers(JavaClass type) {
        return type.isInterface() || type.isAnnotatedWith("jakarta.persistence.Entity");
    }
}
