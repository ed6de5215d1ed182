/** Common given names; combined at random, so that any likeness to a person is chance. */
export const womensNames =
  'Siti,Dewi,Sri,Ayu,Putri,Nur,Ratna,Indah,Wulan,Fitri,Rina,Maya,Lestari,Dian,Yuni,Kartika,Melati,Sari,Intan,Ningsih,Endah,Rahma,Laila,Aisyah,Made,Ketut,Yohana,Maria,Marlina,Tuti'.split(
    ',',
  );
export const mensNames =
  'Budi,Agus,Ahmad,Muhammad,Eko,Dwi,Joko,Slamet,Hendra,Rizki,Andi,Bayu,Fajar,Iwan,Yusuf,Rahmat,Wayan,Nyoman,Gede,Yohanes,Petrus,Daniel,Irfan,Taufik,Arif,Dedi,Rudi,Surya,Wahyu,Bambang'.split(
    ',',
  );
export const lastNames =
  'Santoso,Wijaya,Saputra,Hidayat,Nugroho,Kurniawan,Setiawan,Pratama,Siregar,Nasution,Simanjuntak,Lubis,Harahap,Sihombing,Tanjung,Chaniago,Gunawan,Hartono,Susanto,Wibowo,Permana,Utama,Maulana,Ramadhan,Firmansyah,Suryadi,Mahendra,Pangaribuan,Wenda,Kogoya,Rumbiak,Latuconsina,Pattinasarany,Lamadjido,Tumewu,Mokodompit,Daeng,Rauf,Halim,Basri'.split(
    ',',
  );
