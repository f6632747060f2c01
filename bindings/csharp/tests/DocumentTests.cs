using System;
using System.Collections.Generic;
using System.Linq;

namespace Cajal.Tests
{
    /// <summary>Exports and de-identification.</summary>
    internal static class DocumentTests
    {
        private const string Note = "Dña. María Pérez Gómez 😀, de 58 años, ingresó el 4 de mayo de 2019; alta el 4 de mayo de 2019.";

        private static NerResult Personal(string text)
        {
            using (Ner ner = new Ner(Models.Of("models/clinical-es-mini-meddocan")))
                return ner.Run(text);
        }

        private static string Write(ExportFormat format, string text, NerResult entities)
        {
            using (Export export = new Export(format))
            {
                export.Add("nota.txt", text, entities);
                return export.Write();
            }
        }

        [Test]
        public static void Every_format_holds_the_entities()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            {
                NerResult result = ner.Run(Models.Example);
                string brat = string.Concat(result.Select((entity, index) => "T" + (index + 1) + "\t" + entity.Label + " " +
                    entity.Offsets.CodePoints.Start + " " + entity.Offsets.CodePoints.End + "\t" +
                    entity.TextIn(Models.Example) + "\n"));
                Check.Equal(brat, Write(ExportFormat.Brat, Models.Example, result), "brat");
                Json json = Json.Parse(Write(ExportFormat.Json, Models.Example, result));
                Check.Equal("nota.txt", json["document"].Text, "document");
                Check.Equal(result.Words, json["words"].Whole.Value, "words");
                for (int index = 0; index < result.Count; index++)
                    Check.Equal(result[index].Start, json["entities"][index]["utf16"]["start"].Whole.Value, "start");
                string conll = Write(ExportFormat.Conll, Models.Example, result);
                Check.Equal(result.Count, conll.Split('\n').Count(line => line.Contains("\tB-")), "first words in CoNLL");
                Check.That(Write(ExportFormat.Html, Models.Example, result).Contains("ibuprofeno"), "HTML");
            }
        }

        [Test]
        public static void An_export_refuses_what_it_cannot_hold_and_stays_as_it_was()
        {
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (Export export = new Export(ExportFormat.Brat))
            {
                NerResult result = ner.Run(Models.Example);
                CajalException other = Check.Fails(CajalErrorCode.InvalidArgument, () => export.Add("a", "Quevedo", result));
                Check.That(!other.Message.Contains("Quevedo"), "an error holds a word of the text");
                export.Add("a", Models.Example, result);
                string before = export.Write();
                Check.Fails(CajalErrorCode.InvalidArgument, () => export.Add("b", Models.Example, result));
                Check.Equal(before, export.Write(), "export");
                Check.Equal(0L, export.LeftOut, "left out");
                export.Dispose();
                export.Dispose();
                Check.Throws<ObjectDisposedException>(() => export.Write());
                result.Dispose();
                using (Export json = new Export(ExportFormat.Json))
                    Check.Throws<ObjectDisposedException>(() => json.Add("a", Models.Example, result));
                Check.Equal(4, result.Count, "values stay");
            }
            Check.Fails(CajalErrorCode.InvalidArgument, () => new Export((ExportFormat)17));
        }

        [Test]
        public static void Results_of_a_batch_are_exported_and_go_with_their_batch()
        {
            string[] texts = { Models.Example, "\ud83d calcio y magnesio", "" };
            using (Ner ner = new Ner(Models.Pharmaconer))
            using (Export export = new Export(ExportFormat.Json))
            {
                Batch<NerResult> batch = ner.RunBatch(texts);
                for (int index = 0; index < texts.Length; index++)
                {
                    // Does nothing: the others of the batch are still needed.
                    batch[index].Result.Dispose();
                    export.Add("nota " + index, texts[index], batch[index].Result);
                }
                string[] lines = export.Write().TrimEnd('\n').Split('\n');
                Check.Equal("nota 0|nota 1|nota 2",
                    string.Join("|", lines.Select(line => Json.Parse(line)["document"].Text)), "documents");
                batch.Dispose();
                batch.Dispose();
                Check.Throws<ObjectDisposedException>(() => batch[0].Result.Deidentify(texts[0]));
            }
        }

        [Test]
        public static void Segments_map_the_new_text_to_the_old_one()
        {
            NerResult result = Personal(Note);
            foreach (Replacement replacement in new[] { Replacement.Label, Replacement.Pseudonym, Replacement.Mask })
            {
                Deidentified answer = result.Deidentify(Note, new DeidentifyOptions { Replacement = replacement });
                long from = 0, to = 0;
                foreach (Segment segment in answer.Segments)
                {
                    Check.Equal(from, segment.From.Utf16.Start, "start in the old text");
                    Check.Equal(to, segment.To.Utf16.Start, "start in the new text");
                    if (segment.Label == null)
                        Check.Equal(segment.From.In(Note), segment.To.In(answer.Text), "what was kept");
                    else
                        Check.That(result.Any(entity => entity.Label == segment.Label), "label " + segment.Label);
                    from = segment.From.Utf16.End;
                    to = segment.To.Utf16.End;
                }
                Check.Equal((long)Note.Length, from, "end of the old text");
                Check.Equal((long)answer.Text.Length, to, "end of the new text");
                Check.That(!answer.Text.Contains("mayo"), "a date is left: " + answer.Text);
            }
        }

        [Test]
        public static void Replacements_are_labels_pseudonyms_or_masks()
        {
            NerResult result = Personal(Note);
            Check.That(result.Deidentify(Note).Text.Contains("[FECHAS]"), "labels are the default");
            Check.Equal("[]", result.Deidentify(Note).PseudonymsJson, "pseudonyms of labels");
            Check.Equal(0, result.Deidentify(Note).Pseudonyms.Count, "pseudonyms of labels");
            Deidentified named = result.Deidentify(Note, new DeidentifyOptions { Replacement = Replacement.Pseudonym });
            Json date = Json.Parse(named.PseudonymsJson).Items.Single(one => one["label"].Text == "FECHAS");
            Check.Equal(2, date["count"].Whole.Value, "times");
            Check.Equal("4 de mayo de 2019", date["spellings"][0].Text, "spelling");
            Check.Equal(2, named.Segments.Count(one => one.To.In(named.Text) == date["tag"].Text), "tags in the text");
            DeidentifyOptions three = new DeidentifyOptions { Replacement = Replacement.Mask, MaskLength = 3 };
            Check.That(result.Deidentify(Note, three).Segments.Where(one => one.Label != null)
                .All(one => one.To.CodePoints.Length == 3), "length of masks");
        }

        [Test]
        public static void Pseudonyms_are_those_of_the_library_s_JSON()
        {
            string note = Note.Replace("alta el 4 de mayo", "alta el 4 de Mayo") + " Firmado: Dra. Ana Ruiz Soto, 4 de mayo de 2019.";
            DeidentifyOptions options = new DeidentifyOptions { Replacement = Replacement.Pseudonym };
            Deidentified answer = Personal(note).Deidentify(note, options);
            List<Json> expected = Json.Parse(answer.PseudonymsJson).Items;
            Check.That(expected.Count >= 3 && expected.Any(one => one["spellings"].Items.Count > 1), answer.PseudonymsJson);
            Check.Equal(expected.Count, answer.Pseudonyms.Count, "pseudonyms");
            for (int index = 0; index < expected.Count; index++)
            {
                Pseudonym found = answer.Pseudonyms[index];
                Check.Equal(expected[index]["tag"].Text, found.Tag, "tag");
                Check.Equal(expected[index]["label"].Text, found.Label, "label");
                Check.Equal(string.Join("|", expected[index]["spellings"].Texts), string.Join("|", found.Spellings), "spellings");
                Check.Equal(expected[index]["count"].Whole.Value, found.Count, "count");
                Check.That(!found.Spellings.Any(found.ToString().Contains), "its text shows what was replaced");
            }
        }

#if CAJAL_SPAN
        [Test]
        public static void A_part_of_a_text_is_exported_and_de_identified_like_the_whole()
        {
            NerResult result = Personal(Note);
            ReadOnlySpan<char> part = ("xx" + Note + "yy").AsSpan(2, Note.Length);
            DeidentifyOptions options = new DeidentifyOptions { Replacement = Replacement.Pseudonym };
            Deidentified whole = result.Deidentify(Note, options), same = result.Deidentify(part, options);
            Check.Equal(whole.Text, same.Text, "text");
            Check.Equal(string.Join("|", whole.Pseudonyms.SelectMany(one => one.Spellings)),
                string.Join("|", same.Pseudonyms.SelectMany(one => one.Spellings)), "spellings");
            using (Export export = new Export(ExportFormat.Json))
            {
                export.Add("nota.txt", part, result);
                Check.Equal(Write(ExportFormat.Json, Note, result), export.Write(), "export");
            }
            using (FillMask fill = new FillMask(Models.Mini))
                Check.Equal(fill.Perplexity(Note).Value, fill.Perplexity(part).Value, "perplexity");
        }
#endif

        [Test]
        public static void De_identification_refuses_another_text_and_options_at_odds()
        {
            NerResult result = Personal(Note);
            CajalException e = Check.Fails(CajalErrorCode.InvalidArgument, () => result.Deidentify(Note + " Quevedo"));
            Check.That(!e.ToString().Contains("Quevedo") && !e.ToString().Contains("María"), "an error holds a word of the text");
            Check.Fails(CajalErrorCode.InvalidOption,
                () => result.Deidentify(Note, new DeidentifyOptions { MaskLength = 3 }));
            Check.Throws<ArgumentNullException>(() => result.Deidentify(null));
            result.Dispose();
            Check.Throws<ObjectDisposedException>(() => result.Deidentify(Note));
        }
    }
}
