/*
 * tags_taglib.cpp - ReplayGain and R128 tags, found by TagLib in whatever kind of tag holds them.
 *
 * A file may have several kinds of tags. What the format's own one says goes first, then what
 * others say of what it leaves open: R128 before REPLAYGAIN in Opus, Vorbis comments before ID3 in
 * FLAC, ID3v2 before RVA2 before APE in MP3. TagLib throws nothing itself, but its containers do.
 */
#include "producer/tags.h"

#include <unistd.h>

#include <aifffile.h>
#include <apefile.h>
#include <apetag.h>
#include <asffile.h>
#include <fileref.h>
#include <flacfile.h>
#include <id3v2tag.h>
#include <mp4file.h>
#include <mpcfile.h>
#include <mpegfile.h>
#include <relativevolumeframe.h>
#include <rifffile.h>
#include <textidentificationframe.h>
#include <trueaudiofile.h>
#include <wavfile.h>
#include <wavpackfile.h>
#include <xiphcomment.h>

namespace
{

const char mp4_prefix[] = "----:COM.APPLE.ITUNES:";

/* An open file that is only read. */
class Descriptor : public TagLib::IOStream
{
  public:
    explicit Descriptor(int file) : file_(file), length_(lseek(file, 0, SEEK_END))
    {
        lseek(file_, 0, SEEK_SET);
    }
    TagLib::FileName name() const override
    {
        return "";
    }
    TagLib::ByteVector readBlock(unsigned long wanted) override
    {
        /* A length in a hostile file is no reason to reserve as much memory. */
        const unsigned long most = length_ > 0 ? static_cast<unsigned long>(length_) : 0;
        TagLib::ByteVector block(static_cast<unsigned int>(wanted < most ? wanted : most), '\0');
        ssize_t got = block.isEmpty() ? 0 : read(file_, block.data(), block.size());

        block.resize(got > 0 ? static_cast<unsigned int>(got) : 0);
        return block;
    }
    void seek(long offset, Position from) override
    {
        lseek(file_, offset, from == Beginning ? SEEK_SET : from == Current ? SEEK_CUR : SEEK_END);
    }
    long tell() const override
    {
        return lseek(file_, 0, SEEK_CUR);
    }
    long length() override
    {
        return length_;
    }
    bool readOnly() const override
    {
        return true;
    }
    bool isOpen() const override
    {
        return true;
    }
    void writeBlock(const TagLib::ByteVector &) override
    {
    }
    void insert(const TagLib::ByteVector &, unsigned long, unsigned long) override
    {
    }
    void removeBlock(unsigned long, unsigned long) override
    {
    }
    void truncate(long) override
    {
    }

  private:
    int file_;
    long length_;
};

enum tags_field field_of(int i)
{
    return static_cast<enum tags_field>(i);
}

void take(struct scan_tags *tags, int i, const TagLib::String &text, enum scan_source source)
{
    tags_take(tags, field_of(i), text.toCString(), source);
}

void take_xiph(struct scan_tags *tags, const TagLib::Ogg::XiphComment *comment)
{
    if (!comment)
        return;
    const TagLib::Ogg::FieldListMap &fields = comment->fieldListMap();
    const char *const r128[] = {"R128_TRACK_GAIN", "R128_ALBUM_GAIN"};

    for (int i = TAGS_TRACK_GAIN; i <= TAGS_ALBUM_GAIN; i++)
        if (fields.contains(r128[i]) && !fields[r128[i]].isEmpty())
            tags_take_r128(tags, field_of(i), fields[r128[i]].front().toCString());
    for (int i = 0; i < TAGS_FIELDS; i++)
        if (fields.contains(tags_names[i]) && !fields[tags_names[i]].isEmpty())
            take(tags, i, fields[tags_names[i]].front(), SCAN_SOURCE_XIPH);
}

void take_relative_volume(struct scan_tags *tags, const TagLib::ID3v2::Frame *any)
{
    const auto *frame = dynamic_cast<const TagLib::ID3v2::RelativeVolumeFrame *>(any);

    if (!frame)
        return;
    tags_take_gain(tags,
                   frame->identification().upper() == "ALBUM" ? TAGS_ALBUM_GAIN : TAGS_TRACK_GAIN,
                   static_cast<double>(frame->volumeAdjustment()), SCAN_SOURCE_ID3);
}

void take_id3(struct scan_tags *tags, const TagLib::ID3v2::Tag *tag)
{
    if (!tag)
        return;
    for (const TagLib::ID3v2::Frame *any : tag->frameList("TXXX")) {
        const auto *frame = dynamic_cast<const TagLib::ID3v2::UserTextIdentificationFrame *>(any);

        if (!frame || frame->fieldList().size() < 2)
            continue;
        for (int i = 0; i < TAGS_FIELDS; i++)
            if (frame->description().upper() == tags_names[i])
                take(tags, i, frame->fieldList()[1], SCAN_SOURCE_ID3);
    }
    for (const TagLib::ID3v2::Frame *any : tag->frameList("RVA2"))
        take_relative_volume(tags, any);
}

void take_ape(struct scan_tags *tags, const TagLib::APE::Tag *tag)
{
    if (!tag)
        return;
    const TagLib::APE::ItemListMap &items = tag->itemListMap();

    for (int i = 0; i < TAGS_FIELDS; i++)
        if (items.contains(tags_names[i]))
            take(tags, i, items[tags_names[i]].toString(), SCAN_SOURCE_APE);
}

void take_mp4(struct scan_tags *tags, const TagLib::MP4::Tag *tag)
{
    if (!tag)
        return;
    for (const auto &item : tag->itemMap())
        for (int i = 0; i < TAGS_FIELDS; i++)
            if (item.first.upper() == TagLib::String(mp4_prefix) + tags_names[i] &&
                !item.second.toStringList().isEmpty())
                take(tags, i, item.second.toStringList().front(), SCAN_SOURCE_MP4);
}

void take_asf(struct scan_tags *tags, const TagLib::ASF::Tag *tag)
{
    if (!tag)
        return;
    for (const auto &item : const_cast<TagLib::ASF::Tag *>(tag)->attributeListMap())
        for (int i = 0; i < TAGS_FIELDS; i++)
            if (item.first.upper() == tags_names[i] && !item.second.isEmpty())
                take(tags, i, item.second.front().toString(), SCAN_SOURCE_ASF);
}

void take_all(struct scan_tags *tags, TagLib::File *file)
{
    if (auto *flac = dynamic_cast<TagLib::FLAC::File *>(file)) {
        take_xiph(tags, flac->xiphComment());
        take_id3(tags, flac->ID3v2Tag());
    } else if (auto *mpeg = dynamic_cast<TagLib::MPEG::File *>(file)) {
        take_id3(tags, mpeg->ID3v2Tag());
        take_ape(tags, mpeg->APETag());
    } else if (auto *wavpack = dynamic_cast<TagLib::WavPack::File *>(file)) {
        take_ape(tags, wavpack->APETag());
    } else if (auto *musepack = dynamic_cast<TagLib::MPC::File *>(file)) {
        take_ape(tags, musepack->APETag());
    } else if (auto *ape = dynamic_cast<TagLib::APE::File *>(file)) {
        take_ape(tags, ape->APETag());
    } else if (auto *tta = dynamic_cast<TagLib::TrueAudio::File *>(file)) {
        take_id3(tags, tta->ID3v2Tag());
    } else if (auto *wav = dynamic_cast<TagLib::RIFF::WAV::File *>(file)) {
        take_id3(tags, wav->ID3v2Tag());
    } else {
        TagLib::Tag *tag = file->tag(); /* Ogg, MP4, ASF and AIFF have one kind each */

        take_xiph(tags, dynamic_cast<TagLib::Ogg::XiphComment *>(tag));
        take_mp4(tags, dynamic_cast<TagLib::MP4::Tag *>(tag));
        take_asf(tags, dynamic_cast<TagLib::ASF::Tag *>(tag));
        take_id3(tags, dynamic_cast<TagLib::ID3v2::Tag *>(tag));
    }
}

} // namespace

bool tags_read(int file, struct scan_tags *ret_tags)
{
    struct scan_tags tags;

    tags_clear(&tags);
    try {
        Descriptor stream(file);
        TagLib::FileRef found(&stream, false);

        if (!found.isNull())
            take_all(&tags, found.file());
    } catch (...) {
        return false;
    }
    *ret_tags = tags;
    return true;
}
